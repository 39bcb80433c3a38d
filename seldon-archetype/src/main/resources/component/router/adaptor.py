"""Serves the router on Seldon Core. This file only translates requests and answers."""

from seldon_core.user_model import SeldonComponent, SeldonResponse

from bad_requests import BadRequest, check_names, error_handler
from epsilon_greedy import EpsilonGreedy, InvalidInput


class ${modelName}(SeldonComponent):
    model_error_handler = error_handler

    def __init__(self, epsilon: float = 0.1):
        """Takes the unit's parameters in the graph, by name."""
        self.epsilon = epsilon

    def load(self):
        """Creates the router, once in each server process, before it answers."""
        self.router = EpsilonGreedy(self.epsilon)

    def route(self, X, names, meta=None):
        """Chooses the route of a request. A BadRequest reaches the caller as a 400 with its message."""
        check_names(names, self.router.features)
        try:
            route = self.router.choose(X)
        except InvalidInput as error:
            raise BadRequest(error) from error
        return SeldonResponse(route, tags={"route": self.router.routes[route]})

    def send_feedback(self, X, names, reward, truth, routing=None):
        """Learns from the reward of an answer. routing is the route that the request took."""
        try:
            self.router.learn(routing, reward)
        except InvalidInput as error:
            raise BadRequest(error) from error

    def class_names(self):
        """Returns the name of the answer's column."""
        return ["route"]

    def health_status(self):
        """Answers /health/status: ready once it can route."""
        self.router.choose([[0.0] * len(self.router.features)])
        return "ready"

#parse("/component/metadata.py")
