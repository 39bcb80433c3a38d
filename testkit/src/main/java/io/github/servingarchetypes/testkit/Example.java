package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.IntStream;

/**
 * The request of a repository and the response that is right: request.json and response.json of its first model.
 *
 * @param request a JSON document, as it is posted
 * @param expected what the response must have; it may have more
 */
public record Example(String request, JsonNode expected) {

    private static final double ROUNDING = 1e-3;   // as in tests/smoke.py

    static Example of(GeneratedRepository repository) {
        return new Example(repository.text(repository.requestFile()), Json.parse(repository.text(repository.responseFile())));
    }

    /** Returns the same example for another model of the V2 protocol, which names itself in its response. */
    public Example ofModel(String name) {
        ObjectNode renamed = expected.deepCopy();
        return new Example(request, renamed.put("model_name", name));
    }

    /** Returns the example of a model that rounds its numbers to fewer digits. */
    public Example rounded(int digits) {
        return new Example(request, rounded(expected, digits));
    }

    /** Tells whether a response is right: it has all that is expected, and numbers differ by rounding only. */
    public boolean isAnsweredBy(JsonNode response) {
        return holds(expected, response);
    }

    /**
     * Posts the request and checks the response.
     *
     * @param path the predict path of the server
     * @throws AssertionError unless the status is 200 and the response is right
     */
    public void assertAnsweredBy(InferenceServer server, String path) {
        InferenceServer.Response response = server.post(path, request);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(isAnsweredBy(response.json())).as("%s answers %s, expected %s", path, response.body(), expected).isTrue();
    }

    /** The comparison of tests/smoke.py. */
    private static boolean holds(JsonNode expected, JsonNode response) {
        if (expected.isObject()) {
            return response.isObject() && expected.properties().stream()
                    .allMatch(field -> response.has(field.getKey()) && holds(field.getValue(), response.get(field.getKey())));
        }
        if (expected.isArray()) {
            return response.isArray() && expected.size() == response.size()
                    && IntStream.range(0, expected.size()).allMatch(i -> holds(expected.get(i), response.get(i)));
        }
        if (expected.isFloatingPointNumber()) {
            return response.isNumber() && Math.abs(expected.asDouble() - response.asDouble()) <= ROUNDING;
        }
        return expected.isNumber()
                ? response.isNumber() && expected.asDouble() == response.asDouble()
                : expected.equals(response);
    }

    private static JsonNode rounded(JsonNode node, int digits) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(rounded(field.getValue(), digits)));
        } else if (copy instanceof ArrayNode array) {
            IntStream.range(0, array.size()).forEach(i -> array.set(i, rounded(array.get(i), digits)));
        } else if (copy.isFloatingPointNumber()) {
            return DoubleNode.valueOf(BigDecimal.valueOf(copy.asDouble()).setScale(digits, RoundingMode.HALF_EVEN).doubleValue());
        }
        return copy;
    }
}
