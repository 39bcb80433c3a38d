package io.github.servingarchetypes.maven.overlay;

/** Why a team's archetype cannot be built. Its message says where, what is wrong and what to do. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
