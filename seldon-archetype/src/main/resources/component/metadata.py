    def init_metadata(self):
        """Answers /metadata."""
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
