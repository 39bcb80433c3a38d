package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/**
 * What the contracts have to know of an archetype's runtime and can read from no generated file. Each archetype has one,
 * named in META-INF/services of the test kit or of the archetype's src/test/resources.
 */
public interface ServingRuntime {

    /** The archetype's artifactId. An organisation's archetype has the runtime of the one that it is built over. */
    String archetype();

    /** The name of the model whose example README shows. */
    String modelName();

    /** The file of the model's own code, from the repository's folder: its last digit of rounding is edited. */
    String classifierFile();

    /** The file that the server imports first of the model. */
    String modelFile();

    /** The variables of a container in which there is no model where it is looked for. */
    Map<String, String> withoutModel();

    /** Posted to the predict path, each of these is a mistake of the caller, by what is wrong with it. */
    Map<String, String> badRequests();

    /** Tells whether README has a way to run the repository without Docker. */
    default boolean runsWithoutDocker() {
        return true;
    }

    /**
     * Gives the server of a copy these ports, as a user would, in its files or in its environment. It is asked only
     * where the server runs without Docker.
     *
     * @return variables to start it with
     */
    default Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics) {
        throw new UnsupportedOperationException("the server runs in Docker only");
    }

    /** Fails unless the server tells of the model's inputs and outputs. */
    void assertDescribesItself(GeneratedRepository repository, InferenceServer server);

    /** Mistakes in a request of the V2 protocol. */
    static Map<String, String> badV2Requests() {
        return Map.of(
                "three measurements", tensor("measurements", "FP64", "[1, 3]", "[5.1, 3.5, 1.4]"),
                "a shape that the data has not", tensor("measurements", "FP64", "[2, 4]", "[5.1, 3.5, 1.4, 0.2]"),
                "an unknown input", tensor("petals", "FP64", "[1, 4]", "[5.1, 3.5, 1.4, 0.2]"),
                "no input", "{\"inputs\": []}",
                "nothing", "{}",
                "broken JSON", "{\"inputs\": [",
                "text for numbers", tensor("measurements", "BYTES", "[1, 4]", "[\"a\", \"b\", \"c\", \"d\"]"));
    }

    private static String tensor(String name, String datatype, String shape, String data) {
        return "{\"inputs\": [{\"name\": \"%s\", \"datatype\": \"%s\", \"shape\": %s, \"data\": %s}]}"
                .formatted(name, datatype, shape, data);
    }

    /** The metadata of the V2 protocol: names, datatypes and shapes. */
    static void assertDescribesItselfByV2(String model, InferenceServer server) {
        InferenceServer.Response response = server.get("/v2/models/" + model);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        var json = response.json();
        assertThat(json.path("inputs").findValuesAsText("name")).isEqualTo(List.of("measurements"));
        assertThat(json.path("inputs").findValuesAsText("datatype")).isEqualTo(List.of("FP64"));
        assertThat(json.at("/inputs/0/shape").toString()).isEqualTo("[-1,4]");
        assertThat(json.path("outputs").findValuesAsText("name"))
                .isEqualTo(List.of("probabilities", "species"));
        assertThat(json.path("outputs").findValuesAsText("datatype"))
                .isEqualTo(List.of("FP64", "BYTES"));
        assertThat(json.at("/outputs/0/shape").toString()).isEqualTo("[-1,3]");
    }
}
