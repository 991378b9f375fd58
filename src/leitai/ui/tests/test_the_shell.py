"""The frame around every page: places, slots, wrappers, icons, preferences, refusals."""

import pytest
from django.template import Context, Engine, RequestContext
from django.test import RequestFactory

from leitai.ui import icons, places, preferences, slots
from leitai.ui.context import Shell


@pytest.fixture
def request_of_mei(cast, rf):
    request = rf.get("/ui/components/")
    request.user, request.person, request.resolver_match = cast.mei.user, cast.mei, None
    return request


@pytest.fixture
def own_places(monkeypatch):
    monkeypatch.setattr(places, "_registered", {})
    return places


def render(text: str, request=None, **values) -> str:
    template = Engine.get_default().from_string(text)
    return template.render(RequestContext(request, values) if request else Context(values))


def test_places_stand_in_the_order_of_the_cycle(own_places, request_of_mei):
    own_places.register("data", label="数据", icon="chart-bar", url="ui:components")
    own_places.register("goals", label="目标", icon="target", url="ui:components")
    own_places.register("today", label="今日", icon="sun", url="ui:components")
    assert [place.key for place in own_places.shown_to(request_of_mei)] == ["today", "goals", "data"]


def test_a_place_not_built_or_not_allowed_is_absent(own_places, request_of_mei):
    own_places.register("goals", label="目标", icon="target", url="no_such:address")
    own_places.register("data", label="数据", icon="chart-bar", url="ui:components", visible_to=lambda request: False)
    assert own_places.shown_to(request_of_mei) == []


def test_a_count_of_nothing_is_not_written(own_places, request_of_mei):
    own_places.register("goals", label="目标", icon="target", url="ui:components", count=lambda request: 0)
    own_places.register("data", label="数据", icon="chart-bar", url="ui:components", count=lambda request: 3)
    assert [place.count and place.count.text for place in own_places.shown_to(request_of_mei)] == [None, "3"]


def test_somebody_signed_out_sees_no_places(rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    assert Shell(request).places == []


def test_a_slot_speaks_in_order_and_only_to_whom_it_may(monkeypatch, request_of_mei):
    monkeypatch.setattr(slots, "_registered", {"page.end": {}})
    slots.register(
        "page.end", "b", provider=lambda request, **_: {"name": "乙"}, template="cotton/clause.html", order=2
    )
    slots.register("page.end", "silent", provider=lambda request, **_: None, template="cotton/clause.html")
    slots.register(
        "page.end",
        "hidden",
        provider=lambda request, **_: {},
        template="cotton/clause.html",
        visible_to=lambda request: False,
    )
    assert render('{% slot "page.end" %}', request_of_mei).count("clause") == 1


def test_a_wrapper_around_nothing_is_nothing():
    assert render('{% wrapped "aside" class="page-side" %}  {% endwrapped %}') == ""
    assert (
        render('{% wrapped "aside" class="page-side" %}<p>x</p>{% endwrapped %}')
        == '<aside class="page-side"><p>x</p></aside>'
    )


def test_an_unknown_icon_is_named():
    if icons.drawings("outline") is None:
        pytest.skip("no icons before set-up")
    with pytest.raises(icons.UnknownIcon):
        icons.icon("no-such-icon")
    assert 'aria-label="通知"' in icons.icon("bell", label="通知")


def test_a_chart_cannot_break_out_of_its_data():
    assert "</script><b>" not in render("{{ option|chart_json }}", option={"name": "</script><b>"})


def test_missing_figures_are_not_zero():
    assert render("{{ none|full_money }}{{ none|percent }}{{ none|movement }}", none=None) == "–––"


@pytest.mark.django_db
def test_preferences_are_kept_for_the_user_and_the_device(client, cast):
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/ui/preferences/", {"language": "en", "theme": "dark", "next": "/ui/components/"})
    assert response["Location"] == "/ui/components/"
    assert response.cookies["django_language"].value == "en" and response.cookies["theme"].value == "dark"
    cast.mei.user.refresh_from_db()
    assert (cast.mei.user.language, cast.mei.user.theme) == ("en", "dark")


@pytest.mark.django_db
def test_a_language_chosen_elsewhere_follows(client, cast):
    type(cast.mei.user).objects.filter(pk=cast.mei.user.pk).update(language="en")
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/ui/components/")
    assert 'lang="en"' in response.content.decode()[:200]
    assert response.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_preferences_never_lead_away_or_keep_nonsense(client, cast):
    response = client.post(
        "/ui/preferences/", {"language": "xx", "theme": "pink", "next": "https://elsewhere.example/"}
    )
    assert response["Location"] == "/"
    assert not response.cookies


def test_listening_twice_tells_once(monkeypatch):
    monkeypatch.setattr(preferences, "_listeners", [])
    heard = []

    def listener(request, **chosen):
        heard.append(chosen)

    preferences.listen(listener)
    preferences.listen(listener)
    preferences.choose(RequestFactory().post("/", {}), language="en", theme=None)
    assert heard == [{"language": "en", "theme": None}]


@pytest.mark.django_db
def test_refusals_speak_the_readers_language(client, cast, rf):
    from django.contrib.auth.models import AnonymousUser

    from leitai.ui import views

    request = rf.get("/")
    request.user = AnonymousUser()
    for view, status in (
        (views.not_found, 404),
        (views.server_error, 500),
        (views.forbidden, 403),
        (views.too_many_tries, 429),
    ):
        response = view(request)
        assert response.status_code == status
        assert str(status) in response.content.decode()
    client.force_login(cast.mei.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "找不到这一页" in client.get("/no/such/page/").content.decode()
