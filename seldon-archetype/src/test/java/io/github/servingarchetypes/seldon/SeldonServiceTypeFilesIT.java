package io.github.servingarchetypes.seldon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service type has the files of the example, but for the two that hold its own logic. */
class SeldonServiceTypeFilesIT {

    @ParameterizedTest
    @CsvSource({
        "router, epsilon_greedy.py, routes.json",
        "transformer, unit_converter.py, units.json",
        "combiner, mean_combiner.py, classes.json",
        "outlier-detector, outlier_scorer.py, statistics.json"
    })
    void hasItsOwnLogicInPlaceOfTheModels(String caseName, String logic, String parameters) {
        List<String> expected = new ArrayList<>(GeneratedRepository.of("requirements").files());
        assertThat(expected.removeAll(List.of("classifier.py", "coefficients.json"))).isTrue();
        expected.addAll(List.of(logic, parameters));
        assertThat(GeneratedRepository.of(caseName).files()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The recipe makes a model, which is another component. */
    @ParameterizedTest
    @ValueSource(strings = {"router", "transformer", "combiner", "outlier-detector"})
    void sendsToAModelsRepositoryForTheRecipe(String caseName) {
        assertThat(GeneratedRepository.of(caseName).text("docs/scikit-learn.md")).contains("serviceType=MODEL").doesNotContain("```");
        assertThat(GeneratedRepository.of("requirements").text("docs/scikit-learn.md")).contains("```").doesNotContain("serviceType");
    }

    /** Else no feedback could say which route an answer took, and the router would not learn. */
    @Test
    void theGraphOfARouterTellsTheRoute() {
        JsonNode variables = GeneratedRepository.of("router").yaml("seldon_deployment.yaml")
                .at("/spec/predictors/0/svcOrchSpec/env");
        assertThat(variables.findValuesAsText("name")).containsExactly("SELDON_ENABLE_ROUTING_INJECTION");
        assertThat(variables.findValuesAsText("value")).containsExactly("true");
    }
}
