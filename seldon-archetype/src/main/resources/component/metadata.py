    def init_metadata(self):
        """Returns what /metadata shows."""
        return {
            "name": "${modelName}",
            "versions": ["1"],
            "platform": "seldon",
            "inputs": [
                ${inputTensor},
            ],
            "outputs": [
                ${outputTensor},
            ],
        }
