"""Serves the router on Seldon Core. It only translates requests and answers."""

from seldon_core.user_model import SeldonComponent, SeldonResponse

from bad_requests import check_names, error_handler
from epsilon_greedy import EpsilonGreedy


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, epsilon: float = 0.1):
        """Takes the parameters that the graph gives this unit, by their names."""
        self.epsilon = epsilon

    def load(self):
        """Makes the router, once in each process of the server, before it answers."""
        self.router = EpsilonGreedy(self.epsilon)

    def route(self, X, names, meta=None):
        """Answers one request. A ValueError reaches the caller as a 400 with its message."""
        check_names(names, self.router.features)
        route = self.router.choose(X)
        return SeldonResponse(route, tags={"route": self.router.routes[route]})

    def send_feedback(self, X, names, reward, truth, routing=None):
        """Learns from the reward of an answer. routing is the route that the request took."""
        self.router.learn(routing, reward)

    def class_names(self):
        """Names the column of the answer."""
        return ["route"]

    def health_status(self):
        """Answers /health/status: ready once it can route."""
        self.router.choose([[0.0] * len(self.router.features)])
        return "ready"

#parse("/component/metadata.py")
