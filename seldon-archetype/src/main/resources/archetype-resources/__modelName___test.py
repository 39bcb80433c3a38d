#parse("/component/${component}/test_model.py")
