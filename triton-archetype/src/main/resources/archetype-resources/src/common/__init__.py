#include("/shared/model/common.py")
