package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The three builders that a Dockerfile has to work with. */
public enum Builder {
    BUILDKIT {
        @Override
        Command command(Path context, String tag, List<String> arguments) {
            return Command.of(words(buildKitClient(), "build", "--progress", "plain", "--tag", tag, arguments, context))
                    .with("DOCKER_BUILDKIT", "1");
        }
    },
    CLASSIC {
        @Override
        Command command(Path context, String tag, List<String> arguments) {
            return Command.of(words("docker", "build", "--rm", "--force-rm", "--tag", tag, arguments, context))
                    .with("DOCKER_BUILDKIT", "0");
        }
    },
    BUILDAH {
        @Override
        Command command(Path context, String tag, List<String> arguments) {
            importBaseImages(context.resolve("Dockerfile"));
            return Command.of(words("buildah", "build", "--layers", "--force-rm", "--format", "docker", "--tag", tag, arguments, context));
        }
    };

    abstract Command command(Path context, String tag, List<String> arguments);

    /**
     * Builds the image of a folder with a Dockerfile under a tag, in the builder's own store.
     *
     * @param variables build arguments, by name
     * @return how the builder ended and what it said, whether it worked or not
     */
    public Command.Result build(Path context, String tag, Map<String, String> variables) {
        List<String> arguments = new ArrayList<>();
        variables.forEach((name, value) -> arguments.addAll(List.of("--build-arg", name + "=" + value)));
        return command(context, tag, arguments).run();
    }

    /** The docker client that speaks BuildKit to the engine: with buildx, or older than the ones that need it. */
    private static String buildKitClient() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "docker"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(client -> Command.of(client, "buildx", "version").run().exitCode() == 0
                        || Integer.parseInt(Command.of(client, "--version").run().output()
                                .replaceAll("(?s)^\\D*(\\d+)\\..*", "$1")) < 23)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no docker client in PATH speaks BuildKit: install docker-buildx"));
    }

    /** buildah has a store of its own: gives it what the engine has of the base images, such as stand-ins. */
    private static void importBaseImages(Path dockerfile) {
        try {
            Pattern.compile("(?m)^ARG \\w+_IMAGE=(\\S+)").matcher(Files.readString(dockerfile)).results()
                    .map((MatchResult image) -> image.group(1))
                    .filter(image -> id(image, "docker", "image", "inspect", "--format", "{{.Id}}") != null)
                    .filter(image -> !id(image, "docker", "image", "inspect", "--format", "{{.Id}}")
                            .equals(id(image, "buildah", "inspect", "--type", "image", "--format", "sha256:{{.FromImageID}}")))
                    .forEach(image -> Command.of("buildah", "pull", "--quiet", "docker-daemon:" + image).run().succeeded());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static String id(String image, String... inspect) {
        List<String> words = new ArrayList<>(List.of(inspect));
        words.add(image);
        Command.Result result = Command.of(words).run();
        return result.exitCode() == 0 ? result.output().strip() : null;
    }

    private static List<String> words(Object... parts) {
        List<String> words = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof List<?> list) {
                list.forEach(word -> words.add(word.toString()));
            } else {
                words.add(part.toString());
            }
        }
        return words;
    }
}
