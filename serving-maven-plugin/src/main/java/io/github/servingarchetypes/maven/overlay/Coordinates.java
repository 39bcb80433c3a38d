package io.github.servingarchetypes.maven.overlay;

/** The coordinates of an archetype. */
record Coordinates(String groupId, String artifactId, String version) {

    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
