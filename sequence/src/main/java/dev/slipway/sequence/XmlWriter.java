package dev.slipway.sequence;

/** Writes elements as ConfigMgr does: no declaration, double quotes, {@code <x></x>} or {@code <x/>} as it was read. */
final class XmlWriter {
    private final StringBuilder out = new StringBuilder();

    private XmlWriter() {}

    static String write(XmlElement element) {
        XmlWriter writer = new XmlWriter();
        writer.element(element);
        return writer.out.toString();
    }

    private void element(XmlElement element) {
        out.append('<').append(element.name());
        for (XmlElement.Attribute attribute : element.attributes()) {
            out.append(' ').append(attribute.name()).append("=\"");
            escape(attribute.value(), true);
            out.append('"');
        }
        if (element.content().isEmpty() && element.selfClosed()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (XmlContent content : element.content()) {
            switch (content) {
                case XmlContent.Text(String text) -> escape(text, false);
                case XmlElement child -> element(child);
            }
        }
        out.append("</").append(element.name()).append('>');
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\r' -> out.append("&#xD;");
                case '\n' -> out.append(attribute ? "&#xA;" : "\n");
                case '\t' -> out.append(attribute ? "&#x9;" : "\t");
                default -> out.append(c);
            }
        }
    }
}
