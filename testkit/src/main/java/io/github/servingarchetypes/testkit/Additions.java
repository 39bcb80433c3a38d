package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** What a user adds to a copy of a repository, where docs/packages.md says. The model imports it, and fails without. */
public final class Additions {

    private final GeneratedRepository repository;
    private final String modelFile;

    private Additions(GeneratedRepository repository) {
        this.repository = repository;
        modelFile = ArchetypeUnderTest.current().runtime().classifierFile();
    }

    /** Additions to a copy of a repository. */
    public static Additions to(GeneratedRepository copy) {
        return new Additions(copy);
    }

    /** A module in the folder of what models share. */
    public Additions sharedCode() {
        repository.write(folderOf("common/__init__.py") + "common/shared.py", "ANSWER = 42\n");
        return imported("from common.shared import ANSWER");
    }

    /** A wheel that no index has: by a further requirements file, or in the conda environment's list for pip. */
    public Additions privateWheel() {
        try {
            Files.write(repository.file(folderOf("wheels/README.md") + "wheels/" + Wheel.FILE), Wheel.content());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        String file = repository.dependencyFile();
        if (!repository.isConda()) {
            repository.write(file.replace("requirements.txt", "requirements-extra.txt"), Wheel.REQUIREMENT + "\n");
            repository.append(file, "-r requirements-extra.txt\n");
        } else if (repository.text(file).contains("\n  - pip:\n")) {
            repository.append(file, "      - " + Wheel.REQUIREMENT + "\n");
        } else {
            repository.append(file, "  - pip\n  - pip:\n      - " + Wheel.REQUIREMENT + "\n");
        }
        return imported("import " + Wheel.MODULE);
    }

    /** The system package of the Dockerfile's example: its line without the comment sign. */
    public Additions systemPackage() {
        repository.replace(repository.dockerfile(), "# RUN apt-get", "RUN apt-get");
        return imported("import ctypes\nctypes.CDLL(\"libgomp.so.1\")");
    }

    private Additions imported(String statement) {
        repository.replace(modelFile, "import json\n", "import json\n" + statement + "\n");
        return this;
    }

    /** The folder, from the repository's, in which a file is: with a slash, or empty. */
    private String folderOf(String file) {
        return repository.files().stream().filter(path -> path.endsWith(file)).findFirst().orElseThrow().replace(file, "");
    }
}
