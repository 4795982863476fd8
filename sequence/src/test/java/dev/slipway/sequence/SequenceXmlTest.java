package dev.slipway.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceXmlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                           | xml-malformed
            <sequence><group></sequence>                                                 | xml-malformed
            <html/>                                                                      | not-a-task-sequence
            <!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><sequence>&x;</sequence> | xml-document-type
            <sequence><stepp name='a'/></sequence>                                       | unexpected-element
            <sequence><step type='x'/></sequence>                                        | node-unnamed
            <sequence><step name='a' runIn='Mars'/></sequence>                           | run-in
            <sequence><step name='a' timeout='soon'/></sequence>                         | number
            <sequence><step name='a' successCodeList='0 ok'/></sequence>                 | success-codes
            <sequence><step name='a'><condition><operator type='xor'/></condition></step></sequence> | condition-operator
            """)
    void badXmlGetsACodeAndALine(String xml, String code) {
        assertThatThrownBy(() -> SequenceXml.parse(xml == null ? "" : xml))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void depthIsBounded() {
        String xml = "<sequence>" + "<group name='g'>".repeat(150) + "</group>".repeat(150) + "</sequence>";
        assertThatThrownBy(() -> SequenceXml.parse(xml))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo("xml-too-deep"));
    }

    @Test
    void mutatedSequencesEndInASequenceOrInAnErrorWithACode() throws Exception {
        byte[] seed =
                Files.readAllBytes(Path.of("src/test/resources/samples/643655f9-Windows10_-_Build_and_Capture.xml"));
        Random random = new Random(25);
        for (int i = 0; i < 3_000; i++) {
            byte[] mutated = seed.clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) "<>\"='& /a0\u0000".charAt(random.nextInt(11));
            }
            try {
                SequenceXml.parse(new String(mutated, StandardCharsets.UTF_8));
            } catch (SequenceException expected) {
                assertThat(expected.code()).isNotEmpty();
            }
        }
    }

    @Test
    void aSnapshotThatIsNotWholeIsRefused() {
        for (String bad : new String[] {
            "",
            "slipway-snapshot 1\n",
            "slipway-snapshot 1\nsave 1\nposition x\nattempt 0\nenvironment WINPE\nmisdirected 0\nend\n"
        }) {
            assertThatThrownBy(() -> Snapshot.decode(bad))
                    .isInstanceOfSatisfying(
                            SequenceException.class, e -> assertThat(e.code()).isEqualTo("snapshot-damaged"));
        }
    }
}
