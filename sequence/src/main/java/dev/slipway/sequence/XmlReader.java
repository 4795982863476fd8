package dev.slipway.sequence;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML into elements, without document types or anything from outside, and within bounds. */
final class XmlReader {
    /** The deepest sequence seen in public has 7 levels. */
    private static final int MAXIMUM_DEPTH = 50;

    /** TS-6 allows 2 MB of task sequence; an exported object holds one with its qualifiers. */
    static final int MAXIMUM_LENGTH = 32 << 20;

    private final String xml;
    private final Deque<Open> open = new ArrayDeque<>();
    private int cursor;

    private record Open(
            String name,
            List<XmlElement.Attribute> attributes,
            List<XmlContent> content,
            boolean selfClosed,
            int line) {}

    private XmlReader(String xml) {
        this.xml = xml;
    }

    /** @throws SequenceException {@code xml-malformed}, {@code xml-too-large} or {@code xml-too-deep} */
    static XmlElement read(String text) throws SequenceException {
        // XML reports every line end as a line feed.
        String xml = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        if (xml.length() > MAXIMUM_LENGTH) {
            throw new SequenceException(
                    "xml-too-large",
                    0,
                    "The XML has " + xml.length() + " characters; at most " + MAXIMUM_LENGTH + " are read");
        }
        return new XmlReader(xml).read();
    }

    private XmlElement read() throws SequenceException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            try {
                while (reader.hasNext()) {
                    XmlElement root = next(reader);
                    if (root != null) {
                        readToEnd(reader);
                        return root;
                    }
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new SequenceException("xml-malformed", line, "The XML is not well-formed: " + firstLine(e));
        }
        throw new SequenceException("xml-malformed", 0, "The XML is empty");
    }

    private static void readToEnd(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private @org.jspecify.annotations.Nullable XmlElement next(XMLStreamReader reader)
            throws XMLStreamException, SequenceException {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
            start(reader);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            Open ended = open.pop();
            XmlElement element =
                    new XmlElement(ended.name, ended.attributes, ended.content, ended.selfClosed, ended.line);
            if (open.isEmpty()) {
                return element;
            }
            open.peek().content.add(element);
        } else if (reader.hasText() && !open.isEmpty() && event != XMLStreamConstants.COMMENT) {
            open.peek().content.add(new XmlContent.Text(reader.getText()));
        } else if (event == XMLStreamConstants.DTD) {
            throw new SequenceException(
                    "xml-document-type",
                    reader.getLocation().getLineNumber(),
                    "The XML has a document type declaration; task sequences have none");
        }
        return null;
    }

    private void start(XMLStreamReader reader) throws SequenceException {
        int line = reader.getLocation().getLineNumber();
        if (open.size() >= MAXIMUM_DEPTH) {
            throw new SequenceException("xml-too-deep", line, "Elements are nested deeper than " + MAXIMUM_DEPTH);
        }
        List<XmlElement.Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.add(new XmlElement.Attribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i)));
        }
        boolean selfClosed = passStartTag();
        open.push(new Open(reader.getLocalName(), attributes, new ArrayList<>(), selfClosed, line));
    }

    /**
     * Finds the next start tag in the text, which the parser has found well-formed, and passes it. The parser itself does not tell
     * {@code <x/>} from {@code <x></x>}, and its offsets drift.
     */
    private boolean passStartTag() {
        while (true) {
            cursor = xml.indexOf('<', cursor);
            if (xml.startsWith("<!--", cursor)) {
                cursor = xml.indexOf("-->", cursor + 4) + 3;
            } else if (xml.startsWith("<![CDATA[", cursor)) {
                cursor = xml.indexOf("]]>", cursor) + 3;
            } else if (xml.startsWith("<?", cursor)) {
                cursor = xml.indexOf("?>", cursor) + 2;
            } else if (xml.startsWith("</", cursor) || xml.startsWith("<!", cursor)) {
                cursor += 2;
            } else {
                break;
            }
        }
        char quote = 0;
        while (quote != 0 || xml.charAt(cursor) != '>') {
            char c = xml.charAt(cursor++);
            quote = c == quote ? 0 : quote == 0 && (c == '"' || c == '\'') ? c : quote;
        }
        return xml.charAt(cursor - 1) == '/';
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return at >= 0 ? message.substring(at + 9) : message;
    }
}
