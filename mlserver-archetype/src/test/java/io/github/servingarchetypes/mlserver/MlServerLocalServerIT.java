package io.github.servingarchetypes.mlserver;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.LocalServerContract;
import java.util.Map;

class MlServerLocalServerIT extends LocalServerContract {

    @Override
    protected Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics) {
        copy.replace("src/settings.json", "8080", Integer.toString(http));
        copy.replace("src/settings.json", "8081", Integer.toString(grpc));
        copy.replace("src/settings.json", "8082", Integer.toString(metrics));
        return Map.of();
    }
}
