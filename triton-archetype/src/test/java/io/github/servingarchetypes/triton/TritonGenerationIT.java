package io.github.servingarchetypes.triton;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.GenerationContract;
import java.util.List;

class TritonGenerationIT extends GenerationContract {

    @Override
    protected List<String> expectedFiles(GeneratedRepository repository) {
        return List.of(
                ".gitattributes",
                ".gitignore",
                "README.md",
                "docker-compose.yml",
                "inference_service.yaml",
                "pom.xml",
                "pytest.ini",
                "seldon_deployment.yaml",
                "src/.dockerignore",
                "src/Dockerfile",
                "src/docker/healthcheck.py",
                "src/docker/start.py",
                "src/docker/supervise.py",
                dependencyFile(repository),
                "src/models/modelA/1/classifier.py",
                "src/models/modelA/1/coefficients.json",
                "src/models/modelA/1/model.py",
                "src/models/modelA/config.pbtxt",
                "tests/request.json",
                "tests/requirements.txt",
                "tests/response.json",
                "tests/smoke.py",
                "tests/test_model.py");
    }

    @Override
    protected String dependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "src/environment.yml" : "src/requirements.txt";
    }

    @Override
    protected String otherDependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "src/requirements.txt" : "src/environment.yml";
    }
}
