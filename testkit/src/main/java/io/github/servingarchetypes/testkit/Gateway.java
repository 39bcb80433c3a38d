package io.github.servingarchetypes.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What stands in front of a server in Kubernetes, on a port of this machine: an ingress that routes by the Host header and a
 * path prefix, then the executor of Seldon Core 1.18.2. Of the executor it has what the real one was seen to do: it is ready
 * when the server is, passes predictions on, finds no model by its name (500), and has no other path of the server (404).
 */
public final class Gateway implements AutoCloseable {

    public static final String HOST = "models.example.com";
    private static final String PREFIX = "/seldon/default/my-models";

    private final HttpServer gateway;
    private final InferenceServer server;

    /** A gateway to a server. */
    public Gateway(InferenceServer server) {
        this.server = server;
        try {
            gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        gateway.createContext("/", exchange -> {
            InferenceServer.Response response = answer(exchange);
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gateway.start();
    }

    /** The address of the server behind it. */
    public String address() {
        return "http://127.0.0.1:" + gateway.getAddress().getPort() + PREFIX;
    }

    private InferenceServer.Response answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!HOST.equals(exchange.getRequestHeaders().getFirst("Host")) || !path.startsWith(PREFIX)) {
            return new InferenceServer.Response(404, "no route");
        }
        path = path.substring(PREFIX.length());
        boolean posted = exchange.getRequestMethod().equals("POST");
        if (posted && path.matches("/v2/models/\\w+/infer|/api/v1\\.0/predictions")) {
            return server.post(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
        if (path.equals("/v2/health/ready")) {
            return new InferenceServer.Response(server.get(path).status(), "");
        }
        if (path.matches("/v2/models/\\w+(/ready)?")) {
            return new InferenceServer.Response(500, "{\"status\":{\"code\":500,\"info\":\"Failed to find model\"}}");
        }
        return new InferenceServer.Response(404, "404 page not found");
    }

    @Override
    public void close() {
        gateway.stop(0);
    }
}
