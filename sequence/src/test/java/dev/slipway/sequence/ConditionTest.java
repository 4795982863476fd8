package dev.slipway.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private final Variables variables = new Variables();

    @BeforeEach
    void set() throws StepFailedException {
        variables.set("Model", "OptiPlex 7090");
        variables.set("Build", "22631");
        variables.set("OSCurrentVersion", "10.0.19045");
    }

    @ParameterizedTest
    @CsvSource({
        "model, equals, OPTIPLEX 7090, true",
        "Model, notEquals, x, true",
        "Model, like, Opti*70?0, true",
        "Model, notLike, *Latitude*, true",
        "Model, Exists, '', true",
        "Nothing, notExists, '', true",
        "Nothing, notEquals, YES, true",
        "Nothing, equals, YES, false",
        "Build, greater, 9999, true",
        "Build, less, 100000, true",
        "OSCurrentVersion, greaterEqual, 6, true",
        "OSCurrentVersion, lessEqual, 10.0.9999, false",
        "OSCurrentVersion, equals, 10.0.19045.0, true",
    })
    void variablesCompareAsNumbersVersionsOrText(String name, String operator, String value, boolean expected)
            throws Exception {
        assertThat(holds(EngineTest.test(name, operator, value))).isEqualTo(expected);
    }

    @Test
    void notOverSeveralOperandsMeansNoneOfThem() throws Exception {
        String yes = EngineTest.test("Model", "exists", "");
        String no = EngineTest.test("Nothing", "exists", "");
        assertThat(holds("<operator type='not'>" + yes + no + "</operator>")).isFalse();
        assertThat(holds("<operator type='not'>" + no + no + "</operator>")).isTrue();
        assertThat(holds("<operator type='or'>" + yes + no + "</operator>")).isTrue();
        assertThat(holds("<operator type='and'>" + yes + no + "</operator>")).isFalse();
    }

    @Test
    void emptyOperatorsAndConditionsHaveTheirDocumentedTruth() throws Exception {
        assertThat(holds("")).isTrue();
        assertThat(holds("<operator type='and'/>")).isTrue();
        assertThat(holds("<operator type='not'/>")).isTrue();
        assertThat(holds("<operator type='or'/>")).isFalse();
    }

    @Test
    void wqlPatternsAreNotTakenForVariables() {
        assertThat(variables.expand("Model LIKE '%HP%' and '%Model%' 100%"))
                .isEqualTo("Model LIKE '%HP%' and 'OptiPlex 7090' 100%");
    }

    @Test
    void whatTheMachineCannotTellFailsTheStepInsteadOfBeingGuessed() {
        String query = """
                <expression type="SMS_TaskSequence_WMIConditionExpression"%s>
                <variable name="Namespace">root\\cimv2</variable><variable name="Query">SELECT * FROM Win32_Battery</variable>
                </expression>""";
        assertThatThrownBy(() -> holds(query.formatted("")))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("condition-unknown"));
        assertThat(catchFalse(query.formatted(" ignoreQueryFailure=\"true\""))).isFalse();
    }

    private boolean catchFalse(String xml) {
        try {
            return holds(xml);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private boolean holds(String operands) throws SequenceException, StepFailedException, IOException {
        TaskSequence sequence = SequenceXml.parse("<sequence version='3.10'><step type='x' name='A'><condition>"
                + operands + "</condition><action/></step></sequence>");
        return new ConditionEvaluator(variables, ConditionFacts.NONE)
                .holds(sequence.steps().getFirst().condition());
    }
}
