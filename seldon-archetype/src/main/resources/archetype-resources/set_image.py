#parse("/shared/deploy/set_image.py")
