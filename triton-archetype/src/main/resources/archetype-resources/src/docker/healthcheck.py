#include("/shared/container/healthcheck.py")
