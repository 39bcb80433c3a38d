package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleTest {

    private final Example example = new Example("{}", Json.parse("""
            {"model_name": "modelA", "outputs": [{"shape": [1, 2], "data": [0.1234, 0.8766]}]}"""));

    @ParameterizedTest
    @ValueSource(strings = {
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 2], 'data': [0.1234, 0.8766]}]}",
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 2], 'data': [0.12341, 0.87659], 'more': 1}], 'more': 1}"})
    void isAnsweredByWhatDiffersInRoundingAndHasMore(String response) {
        assertThat(example.isAnsweredBy(json(response))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'model_name': 'modelB', 'outputs': [{'shape': [1, 2], 'data': [0.1234, 0.8766]}]}",
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 2], 'data': [0.12, 0.88]}]}",
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 3], 'data': [0.1234, 0.8766]}]}",
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 2], 'data': [0.1234, 0.8766, 0.0]}]}",
        "{'model_name': 'modelA', 'outputs': [{'shape': [1, 2], 'data': ['0.1234', '0.8766']}]}",
        "{'model_name': 'modelA', 'outputs': []}",
        "{'model_name': 'modelA'}",
        "[]"})
    void isNotAnsweredByAnythingElse(String response) {
        assertThat(example.isAnsweredBy(json(response))).isFalse();
    }

    @Test
    void anotherModelNamesItself() {
        assertThat(example.ofModel("modelB").expected().path("model_name").asText()).isEqualTo("modelB");
        assertThat(example.expected().path("model_name").asText()).isEqualTo("modelA");
    }

    @Test
    void roundedNumbersHaveFewerDigits() {
        assertThat(example.rounded(2).expected().at("/outputs/0/data").toString()).isEqualTo("[0.12,0.88]");
        assertThat(example.expected().at("/outputs/0/data").toString()).isEqualTo("[0.1234,0.8766]");
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
