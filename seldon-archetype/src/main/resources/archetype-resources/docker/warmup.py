#parse("/shared/container/warmup.py")
