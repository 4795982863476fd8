package dev.slipway.wim;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The XML data of a WIM: UTF-16, little-endian, after a byte order mark, with an IMAGE element for each image. */
final class WimXml {
    static final int MAX_BYTES = 64 << 20;

    private final String text;
    private final Element root;

    private WimXml(String text, Element root) {
        this.text = text;
        this.root = root;
    }

    static WimXml parse(byte[] bytes) throws WimException {
        String text = new String(bytes, StandardCharsets.UTF_16LE);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            Document document = builder.parse(new InputSource(new StringReader(text)));
            return new WimXml(text, document.getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java has no secure XML parser", e);
        } catch (SAXException | java.io.IOException e) {
            throw new WimException(
                    WimException.Code.CORRUPT,
                    "The XML data of the file is not well-formed: " + e.getMessage()
                            + ". Copy the file again from its origin.",
                    e);
        }
    }

    String text() {
        return text;
    }

    /** An encrypted ESD names its encrypted ranges in an element of its own. */
    boolean isEncrypted() {
        return child(root, "ESD").flatMap(esd -> child(esd, "ENCRYPTED")).isPresent();
    }

    List<ImageInfo> images(int count) {
        List<ImageInfo> images = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            images.add(info(index, image(index).orElse(root.getOwnerDocument().createElement("IMAGE"))));
        }
        return List.copyOf(images);
    }

    Optional<Element> image(int index) {
        return children(root, "IMAGE")
                .filter(image -> image.getAttribute("INDEX").strip().equals(Integer.toString(index)))
                .findFirst();
    }

    /**
     * The XML data of a file that holds some images of this one, as it lies in a file.
     *
     * @param indexes of the images here, in their order there
     * @param totalBytes how long the file is before its XML data, absent to leave it out
     */
    synchronized byte[] withOnly(List<Integer> indexes, OptionalLong totalBytes) {
        StringBuilder out = new StringBuilder("\ufeff<WIM>");
        totalBytes.ifPresent(bytes -> out.append("<TOTALBYTES>").append(bytes).append("</TOTALBYTES>"));
        for (int i = 0; i < indexes.size(); i++) {
            int newIndex = i + 1;
            image(indexes.get(i))
                    .ifPresentOrElse(
                            image -> write(image, Integer.toString(newIndex), out),
                            () -> out.append("<IMAGE INDEX=\"").append(newIndex).append("\"></IMAGE>"));
        }
        return out.append("</WIM>").toString().getBytes(StandardCharsets.UTF_16LE);
    }

    private static ImageInfo info(int index, Element image) {
        Element windows =
                child(image, "WINDOWS").orElse(image.getOwnerDocument().createElement("WINDOWS"));
        Optional<Element> languages = child(windows, "LANGUAGES");
        return new ImageInfo(
                index,
                text(image, "NAME"),
                text(image, "DESCRIPTION"),
                text(image, "DISPLAYNAME"),
                text(image, "DISPLAYDESCRIPTION"),
                text(image, "FLAGS"),
                architecture(text(windows, "ARCH")),
                version(windows),
                child(windows, "VERSION")
                        .map(version -> text(version, "BRANCH"))
                        .orElse(""),
                text(windows, "HAL"),
                text(windows, "EDITIONID"),
                text(windows, "INSTALLATIONTYPE"),
                text(windows, "PRODUCTNAME"),
                text(windows, "PRODUCTTYPE"),
                text(windows, "PRODUCTSUITE"),
                text(windows, "SYSTEMROOT"),
                languages
                        .map(list -> children(list, "LANGUAGE")
                                .map(WimXml::text)
                                .filter(language -> !language.isEmpty())
                                .toList())
                        .orElse(List.of()),
                languages.map(list -> text(list, "DEFAULT")).orElse(""),
                number(image, "DIRCOUNT"),
                number(image, "FILECOUNT"),
                number(image, "TOTALBYTES"),
                number(image, "HARDLINKBYTES"),
                time(image, "CREATIONTIME"),
                time(image, "LASTMODIFICATIONTIME"));
    }

    /** The numbers are those of PROCESSOR_ARCHITECTURE in the Windows headers. */
    private static String architecture(String number) {
        return switch (number) {
            case "0" -> "x86";
            case "5" -> "arm";
            case "6" -> "ia64";
            case "9" -> "x64";
            case "12" -> "arm64";
            default -> number;
        };
    }

    private static String version(Element windows) {
        return child(windows, "VERSION")
                .map(version -> Stream.of("MAJOR", "MINOR", "BUILD", "SPBUILD")
                        .map(part -> text(version, part))
                        .takeWhile(part -> !part.isEmpty())
                        .collect(Collectors.joining(".")))
                .orElse("");
    }

    private static Optional<java.time.Instant> time(Element image, String name) {
        return child(image, name).flatMap(time -> {
            Optional<Long> high = hex(text(time, "HIGHPART"));
            Optional<Long> low = hex(text(time, "LOWPART"));
            return high.flatMap(h -> low.map(l -> FileTimes.toInstant(h << 32 | l)));
        });
    }

    private static Optional<Long> hex(String text) {
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        try {
            return digits.isEmpty() || digits.length() > 8
                    ? Optional.empty()
                    : Optional.of(HexFormat.fromHexDigitsToLong(digits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long number(Element parent, String name) {
        try {
            return Long.parseLong(text(parent, name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String text(Element parent, String name) {
        return child(parent, name).map(WimXml::text).orElse("");
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).findFirst();
    }

    private static Stream<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found.stream();
    }

    private static void write(Element image, String newIndex, StringBuilder out) {
        out.append("<IMAGE");
        var attributes = image.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            boolean isIndex = attribute.getNodeName().equals("INDEX");
            write(attribute.getNodeName(), isIndex ? newIndex : attribute.getNodeValue(), out);
        }
        writeContent(image, out);
    }

    private static void write(Element element, StringBuilder out) {
        out.append('<').append(element.getTagName());
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            write(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue(), out);
        }
        writeContent(element, out);
    }

    private static void write(String attribute, String value, StringBuilder out) {
        out.append(' ').append(attribute).append("=\"");
        escape(value, out);
        out.append('"');
    }

    private static void writeContent(Element element, StringBuilder out) {
        out.append('>');
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                write(child, out);
            } else if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                escape(node.getNodeValue(), out);
            }
        }
        out.append("</").append(element.getTagName()).append('>');
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
    }

    /** Reports errors by exception instead of printing them. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {
            // A warning leaves the document usable.
        }

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    }
}
