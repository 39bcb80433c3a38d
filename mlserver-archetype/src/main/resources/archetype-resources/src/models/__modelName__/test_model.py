#parse("/model/test_model.py")
