package dev.slipway.windows;

import java.io.ByteArrayInputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the head of an update package's manifest ({@code .mum}) says: the attributes of {@code assembly} and of {@code package} in it. Texts that it lacks are empty.
 *
 * @param releaseType such as {@code Security Update}
 */
public record UpdateManifest(
        String displayName, String description, String supportInformation, String identifier, String releaseType) {
    /** As much of a manifest as is worth reading: what is wanted stands before its list of components, which may be long. */
    public static final int HEAD_BYTES = 64 * 1024;

    private static final int LONGEST_TEXT = 500;
    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Else the parser prints what is wrong; the exception says it.
        factory.setXMLReporter((message, kind, about, location) -> {});
        return factory;
    }

    /**
     * Reads the head of a manifest.
     *
     * @param head the whole file, or its first {@value #HEAD_BYTES} bytes
     * @throws UpdateManifestException when they are no manifest of a package
     */
    public static UpdateManifest parse(byte[] head) throws UpdateManifestException {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(head));
            try {
                return read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | RuntimeException e) {
            // The parser of the JDK lets some damage escape as a runtime exception.
            throw new UpdateManifestException(
                    "It is not well-formed XML: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                    e);
        }
    }

    private static UpdateManifest read(XMLStreamReader xml) throws XMLStreamException, UpdateManifestException {
        UpdateManifest assembly = null;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = xml.getLocalName();
            if (assembly == null) {
                if (!element.equals("assembly")) {
                    throw new UpdateManifestException("It is no manifest: its root is " + cut(element) + ".", null);
                }
                assembly = new UpdateManifest(
                        text(xml, "displayName"), text(xml, "description"), text(xml, "supportInformation"), "", "");
            } else if (element.equals("package")) {
                return new UpdateManifest(
                        assembly.displayName,
                        assembly.description,
                        assembly.supportInformation,
                        text(xml, "identifier"),
                        text(xml, "releaseType"));
            }
        }
        throw new UpdateManifestException("It describes no package.", null);
    }

    private static String text(XMLStreamReader xml, String attribute) {
        return cut(Objects.requireNonNullElse(xml.getAttributeValue(null, attribute), ""));
    }

    private static String cut(String text) {
        String clean = text.strip().replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT);
    }

    /** The best name for people; many manifests only say {@code default}. */
    public Optional<String> title() {
        return Stream.of(displayName, description)
                .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("default"))
                .findFirst();
    }

    /** The article that it names. */
    public Optional<String> kb() {
        return Stream.of(identifier, displayName, description, supportInformation)
                .flatMap(text -> UpdateIdentity.kb(text).stream())
                .findFirst();
    }
}
