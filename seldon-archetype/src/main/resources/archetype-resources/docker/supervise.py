#include("/shared/container/supervise.py")
