package dev.slipway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
        assertThat(new Median(List.of(9.0, 1.0, 2.0)).value()).isEqualTo(2.0);
        assertThat(new Median(List.of(9.0, 1.0, 2.0, 4.0)).value()).isCloseTo(3.0, within(1e-9));
        assertThat(new Median(List.of(9.0, 1.0, 2.0))).hasToString("2.00 s (1.00–9.00)");
    }

    @Test
    void theMachinesSideAndTheMeasuringSideAgreeOnAResult() {
        StreamedApply.Result result = new StreamedApply.Result(1.25, 1_000_000_000_000L, 3);

        assertThat(StreamedApply.Result.parse(result + "\n")).isEqualTo(result);
    }
}
