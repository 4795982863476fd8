package dev.slipway.site.sequence;

import dev.slipway.site.SlipwayException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Turns a body of bytes into the text of an XML document: UTF-8, or UTF-16 with its byte order mark as the console exports it. */
final class XmlBody {
    private XmlBody() {}

    static String text(byte[] bytes) {
        boolean wide = bytes.length >= 2
                && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
                        || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SlipwayException(
                    "sequence-invalid", 422, "The XML is neither UTF-8 nor UTF-16 with a byte order mark.", e);
        }
    }
}
