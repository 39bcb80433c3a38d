#include("/shared/model/classifier.py")
