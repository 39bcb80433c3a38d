package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.GenerationContract;
import java.util.List;

class SeldonGenerationIT extends GenerationContract {

    @Override
    protected List<String> expectedFiles(GeneratedRepository repository) {
        return List.of(
                ".dockerignore",
                ".gitattributes",
                ".gitignore",
                ".s2i/environment",
                "Dockerfile",
                "Model.py",
                "README.md",
                "bad_requests.py",
                logicFile(repository),
                parametersFile(repository),
                "docker-compose.yml",
                "docker/environment.py",
                "docker/healthcheck.py",
                "docker/serve.py",
                "docker/start.py",
                "docker/supervise.py",
                dependencyFile(repository),
                "pom.xml",
                "pytest.ini",
                "seldon_deployment.yaml",
                "tests/request.json",
                "tests/requirements.txt",
                "tests/response.json",
                "tests/smoke.py",
                "tests/test_model.py");
    }

    @Override
    protected String dependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "environment.yml" : "requirements.txt";
    }

    @Override
    protected String otherDependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "requirements.txt" : "environment.yml";
    }

    private static String logicFile(GeneratedRepository repository) {
        return switch (repository.answer("serviceType")) {
            case "ROUTER" -> "epsilon_greedy.py";
            case "TRANSFORMER" -> "unit_converter.py";
            case "COMBINER" -> "mean_combiner.py";
            case "OUTLIER_DETECTOR" -> "outlier_scorer.py";
            default -> "classifier.py";
        };
    }

    private static String parametersFile(GeneratedRepository repository) {
        return switch (repository.answer("serviceType")) {
            case "ROUTER" -> "routes.json";
            case "TRANSFORMER" -> "units.json";
            case "COMBINER" -> "classes.json";
            case "OUTLIER_DETECTOR" -> "statistics.json";
            default -> "coefficients.json";
        };
    }
}
