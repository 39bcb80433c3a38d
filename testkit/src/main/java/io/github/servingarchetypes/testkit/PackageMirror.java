package io.github.servingarchetypes.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A package index and conda mirror of this machine, which containers reach over Docker's bridge. It has one
 * package, mirror-probe 1.0, wants a password, and remembers what it was asked for.
 */
public final class PackageMirror implements AutoCloseable {

    /** What a build must not leave in an image. */
    public static final String PASSWORD = "not-for-the-image";

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public PackageMirror() {
        try {
            var bridge = NetworkInterface.getByName("docker0").inetAddresses()
                    .filter(Inet4Address.class::isInstance).findFirst().orElseThrow();
            server = HttpServer.create(new InetSocketAddress(bridge, 0), 0);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(path + (authorization == null ? "" : " with a password"));
            byte[] body = new byte[0];
            int status = 404;
            if (path.startsWith("/simple/") && authorization == null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"mirror\"");
                status = 401;
            } else if (path.equals("/simple/mirror-probe/")) {
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                body = ("<a href=\"/simple/" + Wheel.FILE + "\">" + Wheel.FILE + "</a>").getBytes(StandardCharsets.UTF_8);
                status = 200;
            } else if (path.equals("/simple/" + Wheel.FILE)) {
                body = Wheel.content();
                status = 200;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    public String host() {
        return server.getAddress().getAddress().getHostAddress();
    }

    /** For pip, with the password in it. */
    public String indexUrl() {
        return "http://user:" + PASSWORD + "@" + host() + ":" + server.getAddress().getPort() + "/simple";
    }

    /** For conda. There is no channel behind it. */
    public String channelAlias() {
        return "http://" + host() + ":" + server.getAddress().getPort() + "/conda";
    }

    /** The paths that were asked for so far, with " with a password" behind those that had one. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
