package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.GenerationContract;
import java.util.List;

class MlServerGenerationIT extends GenerationContract {

    @Override
    protected List<String> expectedFiles(GeneratedRepository repository) {
        return List.of(
                ".dockerignore",
                ".gitattributes",
                ".gitignore",
                "Dockerfile",
                "Dockerfile.dockerignore",
                "README.md",
                "docker-compose.yml",
                "docker/environment.py",
                "docker/healthcheck.py",
                "docker/start.py",
                "docker/supervise.py",
                "inference_service.yaml",
                "pom.xml",
                "pytest.ini",
                dependencyFile(repository),
                "seldon_deployment.yaml",
                "src/models/__init__.py",
                "src/models/modelA/__init__.py",
                "src/models/modelA/classifier.py",
                "src/models/modelA/coefficients.json",
                "src/models/modelA/model-settings.json",
                "src/models/modelA/model.py",
                "src/models/modelB/__init__.py",
                "src/models/modelB/classifier.py",
                "src/models/modelB/coefficients.json",
                "src/models/modelB/model-settings.json",
                "src/models/modelB/model.py",
                "src/settings.json",
                "tests/request.json",
                "tests/requirements.txt",
                "tests/response.json",
                "tests/smoke.py",
                "tests/test_model.py");
    }

    @Override
    protected String dependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "src/environment.yaml" : "requirements.txt";
    }

    @Override
    protected String otherDependencyFile(GeneratedRepository repository) {
        return repository.isConda() ? "requirements.txt" : "src/environment.yaml";
    }
}
