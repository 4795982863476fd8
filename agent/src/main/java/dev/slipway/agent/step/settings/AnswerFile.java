package dev.slipway.agent.step.settings;

import dev.slipway.agent.step.PackageDownloads;
import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.step.StepValues;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.Variables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An answer file of Windows Setup, ours or the administrator's with our settings merged in. */
public final class AnswerFile {
    private static final String UNATTEND = "urn:schemas-microsoft-com:unattend";
    private static final String CONFIGURATION = "http://schemas.microsoft.com/WMIConfig/2002/State";
    private static final String XMLNS = XMLConstants.XMLNS_ATTRIBUTE_NS_URI;

    /** The public key token of Windows' own components. */
    private static final String PUBLIC_KEY_TOKEN = "31bf3856ad364e35";

    private static final long MAX_BYTES = 4L << 20;

    private final Document document;
    private final Element root;
    private final String architecture;

    private AnswerFile(Document document, String architecture) {
        this.document = document;
        this.root = document.getDocumentElement();
        this.architecture = architecture;
    }

    /** @param architecture Windows' name of it: amd64, x86 or arm64 */
    static AnswerFile empty(String architecture) throws IOException {
        try {
            Document document = factory().newDocumentBuilder().newDocument();
            Element root = document.createElementNS(UNATTEND, "unattend");
            root.setAttributeNS(XMLNS, "xmlns:wcm", CONFIGURATION);
            document.appendChild(root);
            return new AnswerFile(document, architecture);
        } catch (ParserConfigurationException e) {
            throw new IOException("No XML parser", e);
        }
    }

    static AnswerFile parse(byte[] xml, String architecture) throws StepFailedException, IOException {
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            // The parser's own handler would print to the console.
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new ByteArrayInputStream(xml));
            if (!UNATTEND.equals(document.getDocumentElement().getNamespaceURI())) {
                throw new StepFailedException(
                        "answer-file",
                        "The answer file's root is not 'unattend' of " + UNATTEND + ". Correct the file.");
            }
            return new AnswerFile(document, architecture);
        } catch (SAXException e) {
            throw new StepFailedException(
                    "answer-file",
                    "The answer file is no well-formed XML: " + e.getMessage() + ". Correct the file.",
                    e);
        } catch (ParserConfigurationException e) {
            throw new IOException("No XML parser", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    /** Reads the applied system's answer file, or begins one. @param root where its volume is mounted */
    static AnswerFile of(Path root, String architecture) throws StepFailedException, IOException {
        Path file = file(root);
        return Files.exists(file) ? parse(Files.readAllBytes(file), architecture) : empty(architecture);
    }

    /** Puts the answer file of the step's {@code ConfigFilePackage}, its {@code %variables%} replaced, where Windows Setup finds it. */
    public static void copyFromPackage(StepValues values, PackageSource source, StepContext context, Path root)
            throws StepFailedException, IOException, InterruptedException {
        String packageId = values.text("ConfigFilePackage");
        String name = values.text("OSDConfigFileName").replace('\\', '/');
        if (packageId.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PackageSource.OpenFile file = source.open(packageId, name)) {
            if (file.size() > MAX_BYTES) {
                throw new StepFailedException(
                        "answer-file", "The answer file " + name + " of " + packageId + " is larger than 4 MiB.");
            }
            PackageDownloads.copy(file, bytes);
        }
        AnswerFile answers = parse(bytes.toByteArray(), "amd64");
        answers.expand(answers.root, context.variables());
        answers.write(root);
        context.log("Placed the answer file " + name + " of package " + packageId);
    }

    private void expand(Node node, Variables variables) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Text text) {
                text.setData(variables.expand(text.getData()));
            }
            expand(child, variables);
        }
    }

    /** Sets a value, replacing the one that was there. An empty one changes nothing. */
    void set(String pass, String component, List<String> path, String value) {
        if (!value.isEmpty()) {
            Element element = component(pass, component);
            for (String name : path) {
                element = child(element, name);
            }
            element.setTextContent(value);
        }
    }

    /** Adds a command that Windows Setup runs in the pass, once however often it is added. */
    void runSynchronously(String pass, String description, String command) {
        Element list = child(component(pass, "Microsoft-Windows-Deployment"), "RunSynchronous");
        int order = 1;
        for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element existing) {
                if (child(existing, "Path").getTextContent().equals(command)) {
                    return;
                }
                order++;
            }
        }
        Element entry = document.createElementNS(UNATTEND, "RunSynchronousCommand");
        entry.setAttributeNS(CONFIGURATION, "wcm:action", "add");
        list.appendChild(entry);
        child(entry, "Description").setTextContent(description);
        child(entry, "Order").setTextContent(Integer.toString(order));
        child(entry, "Path").setTextContent(command);
    }

    private Element component(String pass, String name) {
        Element settings = find(root, "settings", "pass", pass).orElseGet(() -> {
            Element fresh = document.createElementNS(UNATTEND, "settings");
            fresh.setAttribute("pass", pass);
            root.appendChild(fresh);
            return fresh;
        });
        return find(settings, "component", "name", name).orElseGet(() -> {
            Element fresh = document.createElementNS(UNATTEND, "component");
            fresh.setAttribute("name", name);
            fresh.setAttribute("processorArchitecture", architecture);
            fresh.setAttribute("publicKeyToken", PUBLIC_KEY_TOKEN);
            fresh.setAttribute("language", "neutral");
            fresh.setAttribute("versionScope", "nonSxS");
            settings.appendChild(fresh);
            return fresh;
        });
    }

    private static Optional<Element> find(Element parent, String name, String attribute, String value) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && name.equals(element.getLocalName())
                    && element.getAttribute(attribute).equalsIgnoreCase(value)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                return element;
            }
        }
        Element fresh = document.createElementNS(UNATTEND, name);
        parent.appendChild(fresh);
        return fresh;
    }

    byte[] bytes() throws IOException {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "utf-8");
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException e) {
            throw new IOException("The answer file cannot be written", e);
        }
    }

    /** Puts it where Windows Setup looks for it after an image was applied. */
    void write(Path root) throws IOException {
        Path file = file(root);
        Files.createDirectories(file.resolveSibling(".").normalize());
        Path beside = file.resolveSibling("unattend.xml.new");
        Files.write(beside, bytes());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path file(Path root) throws IOException {
        Path at = root;
        for (String part : List.of("Windows", "Panther", "unattend", "unattend.xml")) {
            at = inAnyCase(at, part);
        }
        return at;
    }

    /** ntfs-3g tells names apart by their case, Windows does not. */
    private static Path inAnyCase(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return folder.resolve(name);
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(folder.resolve(name));
        }
    }
}
