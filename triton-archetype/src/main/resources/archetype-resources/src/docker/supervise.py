#parse("/shared/container/supervise.py")
