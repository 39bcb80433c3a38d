package io.github.servingarchetypes.maven.update;

/** Where the three archetypes have what a user edits. */
enum Runtime {

    MLSERVER("mlserver-archetype", "Dockerfile", "docker/start.py", "src/models/modelA/classifier.py", "src/models/modelA/test_model.py") {
        @Override
        void renameModel(UserRepository repository) {
            repository.move("src/models/modelA", "src/models/fraud")
                    .replace("src/models/fraud/model-settings.json", "modelA", "fraud");
        }

        @Override
        void addModel(UserRepository repository) {
            repository.copy("src/models/modelA", "src/models/churn")
                    .replace("src/models/churn/model-settings.json", "modelA", "churn");
        }

        @Override
        String afterRename(String path) {
            return path.replace("modelA", "fraud");
        }
    },

    TRITON("triton-archetype", "src/Dockerfile", "src/docker/start.py", "src/models/modelA/1/classifier.py", "src/models/modelA/test_model.py") {
        @Override
        void renameModel(UserRepository repository) {
            repository.move("src/models/modelA", "src/models/fraud");
        }

        @Override
        void addModel(UserRepository repository) {
            repository.copy("src/models/modelA", "src/models/churn");
        }

        @Override
        String afterRename(String path) {
            return path.replace("modelA", "fraud");
        }
    },

    SELDON("seldon-archetype", "Dockerfile", "docker/start.py", "classifier.py", "Model_test.py") {
        @Override
        void renameModel(UserRepository repository) {
            copies(repository, "Fraud");
            repository.delete("Model.py").delete("Model_request.json").delete("Model_response.json").delete("Model_test.py")
                    .replace(".s2i/environment", "MODEL_NAME=Model", "MODEL_NAME=Fraud");
        }

        @Override
        void addModel(UserRepository repository) {
            copies(repository, "Other");
        }

        @Override
        String afterRename(String path) {
            return path.replace("Model", "Fraud");
        }

        private void copies(UserRepository repository, String name) {
            for (String suffix : new String[] {".py", "_request.json", "_response.json", "_test.py"}) {
                repository.write(name + suffix, repository.text("Model" + suffix).replaceAll("\\bModel([\"(_])", name + "$1"));
            }
        }
    };

    final String archetype;
    final String dockerfile;
    final String start;
    final String classifier;
    final String modelTest;

    Runtime(String archetype, String dockerfile, String start, String classifier, String modelTest) {
        this.archetype = archetype;
        this.dockerfile = dockerfile;
        this.start = start;
        this.classifier = classifier;
        this.modelTest = modelTest;
    }

    /** Renames the model, as README says. */
    abstract void renameModel(UserRepository repository);

    /** Adds a model, as README says. */
    abstract void addModel(UserRepository repository);

    /** Where a file of the model is after that. */
    abstract String afterRename(String path);
}
