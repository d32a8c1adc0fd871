app_name = "measurement"
urlpatterns = []
