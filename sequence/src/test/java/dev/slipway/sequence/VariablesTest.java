package dev.slipway.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private final Variables variables = new Variables();

    @Test
    @Tag("VAR-1")
    void namesKnowNoCaseAndAnEmptyValueRemoves() throws Exception {
        variables.set("OSDComputerName", "Pc-1");
        assertThat(variables.value("osdcomputername")).isEqualTo("Pc-1");
        variables.set("OSDCOMPUTERNAME", "");
        assertThat(variables.get("OSDComputerName")).isEmpty();
    }

    @Test
    @Tag("VAR-1")
    void namesThatBeginWithAnUnderscoreAreReadOnly() {
        assertThatThrownBy(() -> variables.set("_SMSTSInWinPE", "false"))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("variable-read-only"));
    }

    @Test
    @Tag("TS-6")
    void namesAndValuesHaveTheirLimits() {
        assertThatThrownBy(() -> variables.set("a".repeat(257), "x")).isInstanceOf(StepFailedException.class);
        assertThatThrownBy(() -> variables.set("1a", "x")).isInstanceOf(StepFailedException.class);
        assertThatThrownBy(() -> variables.set("a", "x".repeat(4_001))).isInstanceOf(StepFailedException.class);
    }

    @Test
    void aCircleOfReferencesEnds() throws Exception {
        variables.set("A", "%B%");
        variables.set("B", "%A%");
        assertThat(variables.expand("%A%")).contains("%");
    }

    @Test
    @Tag("VAR-3")
    void aSecretIsMaskedWhereverItIsShown() throws Exception {
        variables.set("Wifi", "opensesame", true);
        variables.set("OSDLocalAdminPassword", "hunter22");
        assertThat(variables.all().toString()).contains("Wifi=********").contains("OSDLocalAdminPassword=********");
        assertThat(variables.secretValues()).containsExactlyInAnyOrder("opensesame", "hunter22");
    }
}
