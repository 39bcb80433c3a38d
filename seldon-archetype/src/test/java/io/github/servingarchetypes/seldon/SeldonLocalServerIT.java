package io.github.servingarchetypes.seldon;

import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.LocalServerContract;
import java.util.Map;

class SeldonLocalServerIT extends LocalServerContract {

    @Override
    protected Map<String, String> onPorts(GeneratedRepository copy, int http, int grpc, int metrics) {
        return Map.of(
                "PREDICTIVE_UNIT_HTTP_SERVICE_PORT", Integer.toString(http),
                "PREDICTIVE_UNIT_GRPC_SERVICE_PORT", Integer.toString(grpc),
                "PREDICTIVE_UNIT_METRICS_SERVICE_PORT", Integer.toString(metrics));
    }
}
