package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.servingarchetypes.testkit.Builder;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Image;
import io.github.servingarchetypes.testkit.Json;
import io.github.servingarchetypes.testkit.PackageMirror;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy or offline: what README's table names reaches the build, and stays out of the image. */
@Requires({Tool.DOCKER, Tool.COMPOSE})
@ResourceLock("the image that docker-compose.yml names")
class BuildArgumentsIT {

    private static final String BUILD = "docker compose build";

    @ParameterizedTest
    @ValueSource(strings = {"requirements", "conda-build", "conda-startup"})
    void composePassesOnWhatTheReadmeNames(String caseName) {
        GeneratedRepository repository = GeneratedRepository.of(caseName);
        Map<String, String> variables = new HashMap<>();
        repository.readme().table("Behind a proxy or offline").forEach(row -> List.of(row.get(0).split(", "))
                .forEach(name -> variables.put(name.replace("`", ""), "value-of-" + name.replace("`", ""))));
        assertThat(variables).containsKeys("BASE_IMAGE", "PIP_INDEX_URL", "HTTPS_PROXY");
        String config = Command.of("docker", "compose", "--profile", "*", "config", "--format", "json")
                .in(repository.folder()).with(variables).run().succeeded().output();
        JsonNode services = Json.parse(config).path("services");
        assertThat(arguments(services.path("server"))).isEqualTo(variables);
        variables.keySet().removeAll(List.of("MINIFORGE_IMAGE", "CONDA_CHANNEL_ALIAS"));
        variables.put("IMAGE", services.at("/server/image").asText());
        assertThat(arguments(services.path("test"))).as("for the unit tests").isEqualTo(variables);
    }

    @Test
    void pipInstallsFromTheIndexAndTheImageDoesNotNameIt() {
        try (PackageMirror mirror = new PackageMirror()) {
            GeneratedRepository repository = GeneratedRepository.of("requirements").copy("index");
            repository.append(repository.dependencyFile(), "mirror-probe==1.0\n");
            build(repository, Map.of("PIP_EXTRA_INDEX_URL", mirror.indexUrl(), "PIP_TRUSTED_HOST", mirror.host())).succeeded();
            assertThat(mirror.requests()).contains("/simple/mirror-probe/ with a password");
            assertThat(image(repository).history()).contains("start.py")
                    .doesNotContain(PackageMirror.PASSWORD).doesNotContain(mirror.host());

            repository.write(repository.dependencyFile(), "mirror-probe==1.0\n");
            build(repository, Map.of("PIP_EXTRA_INDEX_URL", mirror.indexUrl())).failed();

            mirror.requests().clear();
            build(repository, Map.of("PIP_INDEX_URL", mirror.indexUrl(), "PIP_TRUSTED_HOST", mirror.host()));
            assertThat(mirror.requests()).contains("/simple/mirror-probe/ with a password");

            Command.script(BUILD + " test").in(repository.folder())
                    .with(Map.of("PIP_INDEX_URL", mirror.indexUrl(), "PIP_TRUSTED_HOST", mirror.host())).run().failed();
            assertThat(mirror.requests()).as("for the unit tests").contains("/simple/pytest/ with a password");
        }
    }

    @Test
    void mambaAsksTheMirror() {
        try (PackageMirror mirror = new PackageMirror()) {
            build(GeneratedRepository.of("conda-build"), Map.of("CONDA_CHANNEL_ALIAS", mirror.channelAlias())).failed();
            assertThat(mirror.requests()).anyMatch(path -> path.startsWith("/conda/conda-forge/"));
        }
    }

    /** A proxy that inspects TLS shows a certificate of its own, as this mirror does. */
    @Test
    void pipTrustsTheCertificatesThatAreGiven() {
        try (PackageMirror mirror = new PackageMirror(true)) {
            GeneratedRepository repository = GeneratedRepository.of("requirements").copy("certificates");
            String packages = repository.text(repository.dependencyFile());
            Map<String, String> known = Map.of("PIP_EXTRA_INDEX_URL", mirror.indexUrl(), "CA_CERTIFICATES", mirror.certificate());
            repository.write(repository.dependencyFile(), "mirror-probe==1.0\n");
            build(repository, Map.of("PIP_EXTRA_INDEX_URL", mirror.indexUrl())).failed();
            assertThat(mirror.requests()).isEmpty();
            // A base image with certificates of its own, as companies have them, says so by such variables.
            String beginning = "ARG PIP_INDEX_URL=\"\"\n";
            String companyImage = "RUN touch /company.pem\nENV PIP_CERT=/company.pem\n";
            repository.replace(repository.dockerfile(), beginning, companyImage + beginning);
            Builder.CLASSIC.build(repository.buildContext(), Image.tagOf(repository), known);
            assertThat(mirror.requests()).contains("/simple/mirror-probe/ with a password");

            repository.replace(repository.dockerfile(), companyImage, "");
            repository.append(repository.dependencyFile(), packages);
            build(repository, known).succeeded();
            assertThat(image(repository).history()).contains("start.py").doesNotContain("BEGIN CERTIFICATE");
        }
    }

    @Test
    void theBaseImageIsTakenFromWhereItIsSaid() {
        GeneratedRepository repository = GeneratedRepository.of("requirements");
        String dockerfile = "FROM " + repository.buildArgument("BASE_IMAGE") + "\nLABEL mirrored=yes";
        String mirrored = Image.tagOf(repository) + "-base";
        Command.script("docker build --tag " + mirrored + " - <<< \"$DOCKERFILE\"")
                .with("DOCKERFILE", dockerfile).with("DOCKER_BUILDKIT", "0").run().succeeded();
        build(repository, Map.of("BASE_IMAGE", mirrored)).succeeded();
        assertThat(image(repository).history()).contains("\"mirrored\": \"yes\"");
    }

    private static Map<String, String> arguments(JsonNode service) {
        Map<String, String> arguments = new HashMap<>();
        service.at("/build/args").properties()
                .forEach(argument -> arguments.put(argument.getKey(), argument.getValue().asText()));
        return arguments;
    }

    private static Command.Result build(GeneratedRepository repository, Map<String, String> variables) {
        return Command.script(BUILD).in(repository.folder()).with(variables).run();
    }

    private static Image image(GeneratedRepository repository) {
        return Image.named(repository.composeServer().path("image").asText());
    }
}
