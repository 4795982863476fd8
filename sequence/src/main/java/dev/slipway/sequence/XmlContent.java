package dev.slipway.sequence;

/** Text or an element. */
public sealed interface XmlContent permits XmlContent.Text, XmlElement {
    record Text(String text) implements XmlContent {}
}
