#parse("/shared/tests/run_in_image.py")
