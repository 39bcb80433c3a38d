#parse("/component/${component}/adaptor.py")
