package io.github.servingarchetypes.maven;

/** What was asked for cannot be done, and nothing has been changed. Its message tells the user why, and what to do. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
