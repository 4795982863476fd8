package dev.slipway.sequence;

import java.util.List;
import java.util.Optional;

/**
 * An element as it was read: attributes and content in order.
 *
 * @param selfClosed written {@code <x/>} and not {@code <x></x>}
 * @param line from 1
 */
public record XmlElement(
        String name, List<Attribute> attributes, List<XmlContent> content, boolean selfClosed, int line)
        implements XmlContent {

    public record Attribute(String name, String value) {}

    public XmlElement {
        attributes = List.copyOf(attributes);
        content = List.copyOf(content);
    }

    /** The attribute's value; empty where it is absent. */
    public String attribute(String attributeName) {
        return attributes.stream()
                .filter(a -> a.name().equals(attributeName))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    public boolean has(String attributeName) {
        return attributes.stream().anyMatch(a -> a.name().equals(attributeName));
    }

    public List<XmlElement> children() {
        return content.stream()
                .filter(XmlElement.class::isInstance)
                .map(XmlElement.class::cast)
                .toList();
    }

    public List<XmlElement> children(String childName) {
        return children().stream().filter(c -> c.name().equals(childName)).toList();
    }

    public Optional<XmlElement> child(String childName) {
        return children().stream().filter(c -> c.name().equals(childName)).findFirst();
    }

    /** All text directly inside. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (XmlContent part : content) {
            if (part instanceof XmlContent.Text(String t)) {
                text.append(t);
            }
        }
        return text.toString();
    }
}
