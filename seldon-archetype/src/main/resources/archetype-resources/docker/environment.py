#include("/shared/container/environment.py")
