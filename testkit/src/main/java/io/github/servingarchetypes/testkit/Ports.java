package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** TCP ports of this machine. */
public final class Ports {

    private Ports() {}

    /** Returns a port that nothing listened on when it was asked; another program may take it since. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Returns the option of {@code docker run} that publishes a container's port on a free one of this machine. */
    public static String published(int containerPort) {
        return "127.0.0.1::" + containerPort;
    }
}
