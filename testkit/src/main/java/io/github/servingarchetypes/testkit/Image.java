package io.github.servingarchetypes.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An image in the engine. */
public final class Image {

    private static final Map<Path, Image> BUILT = new ConcurrentHashMap<>();

    private final String tag;

    private Image(String tag) {
        this.tag = tag;
    }

    /** The image of a repository, built by BuildKit once in a run of the tests. */
    public static Image of(GeneratedRepository repository) {
        return BUILT.computeIfAbsent(repository.folder(), folder -> build(repository, tagOf(repository)));
    }

    /** Builds the image of a repository again, from what is in it now; fails unless that works. */
    public static Image rebuilt(GeneratedRepository repository) {
        return build(repository, tagOf(repository));
    }

    /** An image that the engine has already. */
    public static Image named(String tag) {
        return new Image(tag);
    }

    /** A tag for an image of a repository: no other checkout, module, case or copy has the same. */
    public static String tagOf(GeneratedRepository repository) {
        ArchetypeUnderTest archetype = ArchetypeUnderTest.current();
        String checkout = Integer.toHexString(archetype.target().toString().hashCode());
        String path = archetype.artifactId() + "/" + archetype.target().relativize(repository.folder().getParent());
        return "serving-archetypes-test:" + checkout + "-" + path.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase();
    }

    private static Image build(GeneratedRepository repository, String tag) {
        Builder.BUILDKIT.build(repository.buildContext(), tag, Map.of()).succeeded();
        return new Image(tag);
    }

    public String tag() {
        return tag;
    }

    /** Starts a container of it, in the background, with options of `docker run`; the test closes it. */
    public RunningContainer run(String... options) {
        return RunningContainer.start(this, List.of(), options);
    }

    /** As run, with a command in the place of the image's own. */
    public RunningContainer runCommand(List<String> command, String... options) {
        return RunningContainer.start(this, command, options);
    }

    /** The digests of its layers, the lowest first. */
    public List<String> layers() {
        String layers = Command.of("docker", "image", "inspect", "--format", "{{json .RootFS.Layers}}", tag)
                .run().succeeded().output();
        return Json.parse(layers).valueStream().map(JsonNode::asText).toList();
    }

    /** The bytes of the layers above the one of a Dockerfile's step, by a text in that step. */
    public long bytesAbove(String step) {
        return Command.of("docker", "history", "--no-trunc", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}", tag)
                .run().succeeded().output().lines()
                .takeWhile(line -> !line.contains(step))
                .mapToLong(line -> Long.parseLong(line.split(" ")[0])).sum();
    }

    /** All that the image tells of itself: its configuration and how each layer was made. */
    public String history() {
        return Command.of("docker", "history", "--no-trunc", tag).run().succeeded().output()
                + Command.of("docker", "image", "inspect", tag).run().succeeded().output();
    }

    /** Takes the tag away, and the image if it has no other. */
    public void remove() {
        Command.of("docker", "image", "rm", "--force", tag).run();
    }
}
