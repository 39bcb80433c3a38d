package io.github.servingarchetypes.maven;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an archetype is in a Maven repository.
 *
 * @param version null if it is not known yet
 */
public record Coordinates(String groupId, String artifactId, String version) {

    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
    private static final Pattern SYNTAX = Pattern.compile("(" + PART + "):(" + PART + ")(?::(" + PART + "))?");

    /**
     * Reads groupId:artifactId, with or without :version.
     *
     * @throws Refusal if it is something else
     */
    public static Coordinates parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal("archetype '" + text + "': must be groupId:artifactId:version");
        }
        return new Coordinates(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    public Coordinates withVersion(String other) {
        return new Coordinates(groupId, artifactId, other);
    }

    public boolean isSnapshot() {
        return version.endsWith("-SNAPSHOT");
    }

    public boolean isSameArchetypeAs(Coordinates other) {
        return groupId.equals(other.groupId) && artifactId.equals(other.artifactId);
    }

    /** Returns artifactId and version, as in a jar's name. */
    public String shortName() {
        return artifactId + "-" + version;
    }

    @Override
    public String toString() {
        return groupId + ":" + artifactId + (version == null ? "" : ":" + version);
    }
}
