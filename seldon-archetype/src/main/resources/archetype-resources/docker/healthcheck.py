#parse("/shared/container/healthcheck.py")
