"""The routes of version 1 of the API. Add your own here."""

from rest_framework.routers import SimpleRouter


router = SimpleRouter(trailing_slash=False)

urlpatterns = router.urls
