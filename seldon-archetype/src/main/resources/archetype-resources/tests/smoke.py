#parse("/shared/tests/smoke.py")
