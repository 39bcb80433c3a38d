#parse("/shared/container/environment.py")
