#include("/model/model.py")
